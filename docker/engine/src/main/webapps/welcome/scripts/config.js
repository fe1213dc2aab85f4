import { house } from './house.js';

export default house('首页');
