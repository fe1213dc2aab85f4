import { house } from './house.js';

export default house('系统管理');
